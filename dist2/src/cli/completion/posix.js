// Completion for bash and zsh. What both know is a set of shell functions that both understand; only how candidates are handed
// over differs.
import { quoted } from './words.js';
/** What stands for "a file" among the values of a flag. */
const kPathMark = '@path';
/** A script to be sourced by bash 4 or later. */
export function bashScript(commands) {
    return `# Completion of signalbox for bash.
${sharedFunctions(commands)}
_signalbox() {
  local cur prev where values
  COMPREPLY=()
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # Bash makes three words of --flag=value.
  if [ "$cur" = '=' ]; then
    cur=''
  elif [ "$prev" = '=' ] && [ "$COMP_CWORD" -gt 2 ]; then
    prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  where="$(_signalbox_where "\${COMP_WORDS[@]:1:COMP_CWORD-1}")"
  if values="$(_signalbox_values "$where" "$prev")"; then
    if [ "$values" = '${kPathMark}' ]; then
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    else
      mapfile -t COMPREPLY < <(compgen -W "$values" -- "$cur")
    fi
  elif [ "\${cur#-}" != "$cur" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_signalbox_flags "$where")" -- "$cur")
  else
    mapfile -t COMPREPLY < <(compgen -W "$(_signalbox_commands "$where") $(_signalbox_arguments "$where")" -- "$cur")
  fi
}
complete -F _signalbox signalbox
`;
}
/** A script for a folder of zsh's fpath, under the name _signalbox; it may be sourced as well. */
export function zshScript(commands) {
    return `#compdef signalbox
# Completion of signalbox for zsh.
${sharedFunctions(commands)}
_signalbox() {
  local cur prev where values
  cur="\${words[CURRENT]}"
  prev="\${words[CURRENT-1]}"
  where="$(_signalbox_where "\${(@)words[2,CURRENT-1]}")"
  if values="$(_signalbox_values "$where" "$prev")"; then
    if [ "$values" = '${kPathMark}' ]; then
      _files
    else
      compadd -- \${=values}
    fi
  elif [ "\${cur#-}" != "$cur" ]; then
    compadd -- \${=$(_signalbox_flags "$where")}
  else
    compadd -- \${=$(_signalbox_commands "$where")} \${=$(_signalbox_arguments "$where")}
  fi
}
if [ "\${funcstack[1]}" = _signalbox ]; then
  _signalbox "$@"
elif [ -n "\${functions[compdef]}" ]; then
  compdef _signalbox signalbox
fi
`;
}
/** Functions in the language that bash and zsh share. */
function sharedFunctions(commands) {
    const commandRows = commands
        .filter((command) => command.commands.length > 0)
        .map(({ path, commands: below }) => row(path, below.map(({ name }) => name).join(' ')));
    const argumentRows = commands
        .filter(({ choices }) => choices.length > 0)
        .map(({ path, choices }) => row(path, choices.join(' ')));
    const flagRows = commands.map(({ path, flags }) => row(path, flags.flatMap(({ names }) => names).join(' ')));
    const valueRows = commands.flatMap(({ path, flags }) => flags
        .filter(({ takesValue }) => takesValue)
        .map(({ names, choices, isPath }) => {
        const patterns = names.map((name) => quoted(`${path} ${name}`)).join('|');
        return `    ${patterns}) echo ${quoted(isPath ? kPathMark : choices.join(' '))} ;;`;
    }));
    return `
# The commands below a command.
_signalbox_commands() {
  case "$1" in
${commandRows.join('\n')}
  esac
}

# What the first argument of a command may be, as far as that is known.
_signalbox_arguments() {
  case "$1" in
${argumentRows.join('\n')}
  esac
}

# The flags of a command.
_signalbox_flags() {
  case "$1" in
${flagRows.join('\n')}
  esac
}

# The values of a command's flag, as far as they are known; ${kPathMark}: a file. Fails for a flag that takes none.
_signalbox_values() {
  case "$1 $2" in
${valueRows.join('\n')}
    *) return 1 ;;
  esac
}

# The command that the words so far name.
_signalbox_where() {
  local where='' skip='' word
  for word in "$@"; do
    if [ -n "$skip" ]; then
      [ "$word" = '=' ] || skip=''
      continue
    fi
    case "$word" in
      -*) if _signalbox_values "$where" "$word" >/dev/null; then skip=1; fi ;;
      *)
        case " $(_signalbox_commands "$where") " in
          *" $word "*) where="\${where:+$where }$word" ;;
        esac
        ;;
    esac
  done
  printf '%s' "$where"
}
`;
}
function row(path, words) {
    return `    ${quoted(path)}) echo ${quoted(words)} ;;`;
}
//# sourceMappingURL=posix.js.map