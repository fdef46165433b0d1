# Read by bash when a terminal opens: the lab's prompt, and OSC 133 marks around prompts and commands, by which the runner
# learns exit statuses. The id in each mark keeps output from forging one. The learner's own settings belong in ~/.bashrc.
[ -f "$HOME/.bashrc" ] && . "$HOME/.bashrc"
set -o emacs
HISTFILE="$HOME/.bash_history" HISTSIZE=5000 HISTCONTROL= HISTIGNORE=
shopt -s checkwinsize histappend cmdhist
unset MAILCHECK
bind 'set bell-style none' 2>/dev/null

__slipway_ran=
__slipway_first=1
__slipway_paste=0

__slipway_mark() { printf '\033]133;%s;aid=%s\007' "$1" "$SLIPWAY_TERMINAL"; }

__slipway_prompt() {
  local status=$?
  if [ -n "$__slipway_ran" ] && [ -z "$__slipway_first" ]; then
    __slipway_mark "D;$status"
    history -a
  fi
  __slipway_ran= __slipway_first=
  __slipway_mark "A;paste=$__slipway_paste"
  __slipway_at_prompt=1
  return $status
}

__slipway_preexec() {
  local line=$1
  line=${line//\\/\\\\}
  line=${line//;/\\x3b}
  line=${line//$'\n'/\\x0a}
  line=${line//$'\033'/\\x1b}
  line=${line//$'\007'/\\x07}
  __slipway_mark "C;cmd=$line"
}

__slipway_last_line() {
  local line
  line=$(HISTTIMEFORMAT= builtin history 1)
  [[ $line =~ ^[[:space:]]*[0-9]+\*?[[:space:]]*(.*)$ ]] && line=${BASH_REMATCH[1]}
  __slipway_preexec "$line"
}

if ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4))); then
  bind 'set enable-bracketed-paste on' 2>/dev/null && __slipway_paste=1
  bind 'set enable-active-region off' 2>/dev/null
  # The arithmetic sets the variable in this shell; $( ) runs in a child.
  PS0='${__slipway_first:$((__slipway_ran=1,0)):0}$(__slipway_last_line)'
else
  # bash 3.2 of macOS has no PS0.
  __slipway_debug() {
    [ -n "$__slipway_at_prompt" ] || return 0
    [ "$BASH_COMMAND" = __slipway_prompt ] && return 0
    __slipway_at_prompt= __slipway_ran=1
    __slipway_last_line
  }
  trap '__slipway_debug' DEBUG
fi
PROMPT_COMMAND=__slipway_prompt
PS1='\[\033[1m\]\W\[\033[0m\] $ \[$(__slipway_mark B)\]'
PS2='\[\033[2m\]>\[\033[0m\] \[$(__slipway_mark "P;k=s")\]'

if [ -n "$AWS_ENDPOINT_URL" ]; then
  # Command lines before 1.29 and 2.13 do not read AWS_ENDPOINT_URL.
  aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }
  export -f aws
fi
