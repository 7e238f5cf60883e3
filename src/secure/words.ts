/**
 * 256 words, one for each octet: short, concrete, and told apart by ear, on a bad line, and by their first four letters.
 * The order is part of the protocol.
 */
export const WORDS: readonly string[] = `
  acorn actor alarm album almond amber anchor angel ankle apple apron arrow artist atlas attic autumn
  bacon badge bagel bamboo banjo basket beach bench birch bonnet bottle bowl branch brick bridge broom
  bubble bucket butter cabin cable cactus camel candle canoe carpet carrot castle cello chair chalk
  cheese cherry circle cliff clock cloud clover cobra cocoa coffee comet cookie copper coral cotton
  crab crane crown daisy dancer desert desk doctor donkey dragon dream drum duck eagle echo elbow
  engine fabric falcon fence ferry fiddle finger flame flute forest fossil fox frog frost garage garden
  garlic ginger glass glove gold goose grape grass guitar hammer harbor harp hawk hazel heart helmet
  heron honey horse hotel igloo insect island jacket jewel juice jungle kayak kettle kite kitten knife
  ladder lagoon lamp leaf lemon letter lily lion lizard lunch magnet mango maple marble market mask
  meadow melon metal mirror monkey mouse muffin museum napkin needle nest noodle oasis ocean olive
  onion opera orange orchid otter owl oyster paint palace panda paper parrot pasta peach pebble pencil
  pepper piano pickle picnic pigeon pillow pilot pirate planet plum pocket pony poppy potato powder
  puppet quartz queen quilt rabbit radio raven ribbon river robin rocket rope rose ruby saddle salad
  salmon scarf school shadow shark sheep shell silver snail soap soup spade spider spoon squid star
  stone storm street sugar summer swan table tent thumb ticket tiger toast tomato tower train tulip
  tunnel turkey turtle valley velvet violin walnut walrus whale wheel willow window winter wizard wolf
  yacht yarn yogurt zebra zipper
`
  .trim()
  .split(/\s+/);
