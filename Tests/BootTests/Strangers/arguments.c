/* Prints how many arguments and variables there are, and each of them, all ended by zeros. */
#include <stdio.h>

int main(int argc, char **argv, char **environment) {
  int count = 0;
  while (environment[count]) count++;
  printf("%d %d", argc - 1, count);
  putchar(0);
  for (int i = 1; i < argc; i++) {
    fputs(argv[i], stdout);
    putchar(0);
  }
  for (int i = 0; i < count; i++) {
    fputs(environment[i], stdout);
    putchar(0);
  }
  return argv[argc] != 0;
}
