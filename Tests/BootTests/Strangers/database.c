// SQLite on a file: transactions with a journal and with a write-ahead log, by one process and by two at once.

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int show(void *unused, int count, char **values, char **names) {
  for (int index = 0; index < count; index++) printf("%s=%s ", names[index], values[index] ? values[index] : "none");
  puts("");
  return 0;
}

static void run(sqlite3 *database, const char *statement) {
  char *problem = 0;
  int result = sqlite3_exec(database, statement, show, 0, &problem);
  printf("%s: %d %s\n", statement, result, problem ? problem : "");
  sqlite3_free(problem);
}

static sqlite3 *opened(const char *name) {
  sqlite3 *database = 0;
  printf("open: %d\n", sqlite3_open(name, &database));
  sqlite3_busy_timeout(database, 20000);
  return database;
}

static void work(const char *mode) {
  char statement[100];
  sqlite3 *one = opened("base");
  sprintf(statement, "pragma journal_mode=%s", mode);
  run(one, statement);
  run(one, "create table t(number integer primary key, text)");
  run(one, "begin; insert into t values(1, 'one'); insert into t values(2, 'two'); commit");
  run(one, "begin; delete from t; rollback");
  sqlite3 *two = opened("base");
  run(one, "begin immediate");
  sqlite3_busy_timeout(two, 0);
  run(two, "begin immediate");
  run(two, "select count(*) from t");
  run(one, "insert into t values(3, 'three'); commit");
  run(two, "select * from t");
  sqlite3_close(two);
  sqlite3_close(one);
  fflush(stdout);
  // Two processes count together.
  pid_t children[2];
  for (int child = 0; child < 2; child++) {
    children[child] = fork();
    if (children[child]) continue;
    sqlite3 *database = 0;
    int problems = sqlite3_open("base", &database);
    sqlite3_busy_timeout(database, 60000);
    for (int count = 0; count < 20; count++)
      problems += sqlite3_exec(
          database, "begin immediate; update t set text=text+1 where number=1; commit", 0, 0, 0);
    sqlite3_close(database);
    _exit(problems);
  }
  for (int child = 0; child < 2; child++) {
    int status;
    waitpid(children[child], &status, 0);
    printf("%x\n", status);
  }
  one = opened("base");
  run(one, "select text from t where number=1");
  run(one, "pragma integrity_check");
  run(one, "drop table t; vacuum");
  sqlite3_close(one);
  unlink("base");
}

int main(void) {
  char folder[] = "/dev/shm/XXXXXX";
  if (chdir(mkdtemp(folder))) return 1;
  puts(sqlite3_libversion());
  work("delete");
  work("wal");
  printf("%d\n", rmdir(folder));
  return 0;
}
