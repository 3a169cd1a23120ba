# Ends process groups when its standard input ends, and with it whoever holds the other end, however that ended.
# Lines: "+ <group>" watches a process group, "- <group>" no longer does.
groups=" "
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) groups="${groups%% "$group" *} ${groups#* "$group" }" ;;
  esac
done
for group in $groups; do kill -9 "-$group"; done
