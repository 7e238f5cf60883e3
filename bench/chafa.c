// Draws a film with libchafa, frame by frame in one process, as bench/render.js asks:
//   chafa FILM WIDTH HEIGHT COLUMNS ROWS SYMBOLS COLORS OUT
// FILM is RGB frames without padding. OUT gets each frame's bytes behind their number (32 bits). Prints CPU ms a frame.

#include <chafa.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static ChafaCanvasMode mode_of(const char *colors) {
  if (!strcmp(colors, "256")) return CHAFA_CANVAS_MODE_INDEXED_240;
  if (!strcmp(colors, "16")) return CHAFA_CANVAS_MODE_INDEXED_16;
  if (!strcmp(colors, "mono")) return CHAFA_CANVAS_MODE_FGBG;
  return CHAFA_CANVAS_MODE_TRUECOLOR;
}

static ChafaCanvas *canvas_for(int columns, int rows, const char *symbols, const char *colors) {
  ChafaSymbolMap *map = chafa_symbol_map_new();
  if (!chafa_symbol_map_apply_selectors(map, symbols, NULL)) exit(3);
  ChafaCanvasConfig *config = chafa_canvas_config_new();
  chafa_canvas_config_set_geometry(config, columns, rows);
  chafa_canvas_config_set_symbol_map(config, map);
  chafa_canvas_config_set_canvas_mode(config, mode_of(colors));
  chafa_canvas_config_set_optimizations(config, CHAFA_OPTIMIZATION_ALL);
  chafa_set_n_threads(1);
  return chafa_canvas_new(config);
}

int main(int count, char **words) {
  if (count != 9) return 2;
  int width = atoi(words[2]), height = atoi(words[3]);
  size_t size = (size_t)width * height * 3;
  FILE *film = fopen(words[1], "rb"), *out = fopen(words[8], "wb");
  if (!film || !out) return 1;
  ChafaCanvas *canvas = canvas_for(atoi(words[4]), atoi(words[5]), words[6], words[7]);
  gchar *environment[] = {"TERM=xterm-256color", "COLORTERM=truecolor", NULL};
  ChafaTermInfo *terminal = chafa_term_db_detect(chafa_term_db_get_default(), environment);
  unsigned char *pixels = malloc(size);
  double ms = 0;
  int frames = 0;
  for (; fread(pixels, 1, size, film) == size; frames++) {
    double start = cpu_ms();
    chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGB8, pixels, width, height, width * 3);
    GString *text = chafa_canvas_print(canvas, terminal);
    ms += cpu_ms() - start;
    uint32_t length = text->len;
    fwrite(&length, 4, 1, out);
    fwrite(text->str, 1, length, out);
    g_string_free(text, TRUE);
  }
  fclose(out);
  printf("%f\n", ms / (frames ? frames : 1));
  return 0;
}
