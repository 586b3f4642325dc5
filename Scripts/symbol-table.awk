# Turns nm's list of functions, sorted by address, into the assembly of the backtrace's table
# (Kernel/Machine/Log/Backtrace.swift says how it is laid out).
$2 ~ /^[tTwW]$/ && $1 ~ /^00007f80/ {
  if ($3 == "kernelTextStart") base = substr($1, 9)
  name = $3
  for (i = 4; i <= NF; i++) name = name " " $i
  if (name ~ /^(stub[0-9]+|\.\.@.*|\$d.*)$/) next
  gsub(/"/, "", name)
  if (length(name) > 150) name = substr(name, 1, 147) "..."
  if ($1 == last) next
  last = $1
  address[count] = $1
  names[count++] = name
}
END {
  print "section .symbols progbits alloc noexec nowrite align=8"
  print "table: dd " count
  for (i = 0; i < count; i++) printf "dd 0x%s - 0x%s, name%d - table\n", substr(address[i], 9), base, i
  for (i = 0; i < count; i++) printf "name%d: db \"%s\", 0\n", i, names[i]
}
