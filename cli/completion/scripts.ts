/** What a shell reads once: it asks `dapf complete` for each word, so that it never grows old. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** @returns the script; where the program that is typed is none (an alias of `npx dapf`), that of the project is asked */
export const completionScript = (shell: Shell): string => SCRIPTS[shell];

const BASH = `# dapf, completion for bash: source <(dapf completion bash)
_dapf() {
  local program=\${COMP_WORDS[0]/#\\~/$HOME} typed=\${COMP_LINE:0:COMP_POINT} kind value text head
  type -P -- "$program" >/dev/null || program=node_modules/.bin/dapf
  local -a words
  read -ra words <<<"$typed"
  [[ $typed == *[[:space:]] ]] && words+=("")
  local current=\${words[-1]}
  # Bash completes what stands behind the last of these.
  head=\${current%"\${current##*[=:]}"}
  [[ $COMP_WORDBREAKS == *[=:]* ]] || head=
  COMPREPLY=()
  while IFS=$'\\t' read -r value text; do
    if [[ -z $kind ]]; then kind=$value; else COMPREPLY+=("\${value#"$head"}"); fi
  done < <("$program" complete "\${words[@]:1}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace
  if [[ $kind == files ]]; then
    compopt -o filenames
    while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$current")
  fi
}
complete -F _dapf dapf dapf.js
`;

const ZSH = `#compdef dapf
# dapf, completion for zsh: source <(dapf completion zsh), behind compinit
_dapf() {
  local program=\${(Q)words[1]} line tab=$'\\t'
  program=\${program/#\\~/$HOME}
  whence -p -- "$program" >/dev/null || program=node_modules/.bin/dapf
  local -a answer values shown
  answer=("\${(@f)$("$program" complete "\${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
  for line in "\${(@)answer[2,-1]}"; do
    values+=("\${line%%$tab*}")
    if [[ -n \${line#*$tab} ]]; then shown+=("\${line%%$tab*}  -- \${line#*$tab}"); else shown+=("\${line%%$tab*}"); fi
  done
  local found=1
  (( $#values )) && compadd -l -d shown -a values && found=0
  [[ $answer[1] == files ]] && _files && found=0
  return found
}
compdef _dapf dapf dapf.js
`;

const FISH = `# dapf, completion for fish: dapf completion fish | source
function __dapf_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l program $words[1]
  type -fq -- $program; or set program node_modules/.bin/dapf
  set -e words[1]
  set -l answer ($program complete $words "$current" 2>/dev/null)
  set -q answer[1]; or return
  if test $answer[1] = files
    __fish_complete_path "$current"
  end
  set -e answer[1]
  set -q answer[1]; and printf '%s\\n' $answer
end
complete -c dapf -f -a '(__dapf_complete)'
complete -c dapf.js -f -a '(__dapf_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
