/** What to type, by command: the first thing that a help text shows. At most 76 columns, else it is wrapped. */
export const EXAMPLES = {
  vtalk: `Examples:
  vtalk demo                  a call with a built-in partner; needs nothing
  vtalk doctor                what a call needs, and how to get it
  vtalk mirror                yourself, as the other side would see you
  vtalk listen                wait for a call; shows an invitation to pass on
  vtalk call 'vtalk://HOST:7373/#KEY.TOKEN'    call with that invitation
  vtalk view film.mp4         a picture or a video in this terminal

In a call: q quits, Tab writes, v is the camera, ? lists all keys`,

  demo: `Examples:
  vtalk demo
  vtalk demo --source clip.mp4 --loop          be seen as a film
  vtalk demo --duration 10 --headless --stats demo.jsonl`,

  mirror: `Examples:
  vtalk mirror
  vtalk mirror --source test                   the test card, not a camera
  vtalk mirror --size 80x24                    as a small terminal shows you`,

  listen: `Examples:
  vtalk listen
  vtalk listen --answer auto                   who was invited need not wait
  vtalk listen --bind 127.0.0.1 --port 0       for this machine, on any port
  vtalk listen --headless --invitation-file invitation.txt`,

  call: `Examples:
  vtalk call 'vtalk://HOST:7373/#KEY.TOKEN'    what vtalk listen shows there
  vtalk call example.org:7373                  remembers the key it meets
  vtalk call HOST --transport tcp              where UDP is blocked
  vtalk call HOST --source clip.mp4 --loop     show a film, not a camera`,

  view: `Examples:
  vtalk view holiday.jpg                       q ends it
  vtalk view film.mp4 --loop                   space pauses, r draws otherwise
  vtalk view film.mp4 --frames 1               one picture, printed like text
  vtalk view film.mp4 --size 160x45 > film.ansi`,

  peers: `Examples:
  vtalk peers                                  names, when last seen, keys
  vtalk peers verify ana                       you have compared the words
  vtalk peers rename ana 'Ana Lima'            how you call her is up to you
  vtalk peers forget ana                       when she has a new key`,

  devices: `Examples:
  vtalk devices                                what --source can name
  vtalk devices --json | jq -r .cameras[].id`,

  doctor: `Examples:
  vtalk doctor                                 this machine and this terminal
  vtalk doctor example.org:7373                and the way to that host
  vtalk doctor --json | jq .canCall`,
} as const;
