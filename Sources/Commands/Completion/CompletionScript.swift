/// The scripts of `skiff completion`. They know nothing of commands: at each Tab they hand the words to `skiff
/// __complete`, which takes milliseconds and is never out of step. It answers lines: first `words`, `beginnings`
/// (after which no space comes) or `files`, then a word a line, with a tab and what it does behind it.
extension CompletionCommand.Shell {
    /// The shell's script.
    public var script: String {
        switch self {
        case .bash: Self.bashScript
        case .zsh: Self.zshScript
        case .fish: Self.fishScript
        }
    }

    /// Bash ends words at `=` and `:`, too, and replaces what follows the last of them: its own list of words is
    /// of no use, and what stands before must not come back.
    private static let bashScript = #"""
        # bash completion of skiff: put it into /etc/bash_completion.d, or source it from ~/.bashrc.
        _skiff() {
            local line=${COMP_LINE:0:COMP_POINT} kind word
            local -a words
            read -ra words <<<"$line"
            if [[ $line == *[[:space:]] ]]; then words+=(""); fi
            local current=${words[${#words[@]} - 1]}
            local lead=${current%"${current##*[=:]}"}
            COMPREPLY=()
            {
                read -r kind
                case $kind in
                    files)
                        compopt -o default
                        return
                        ;;
                    beginnings) compopt -o nospace ;;
                esac
                while IFS=$'\t' read -r word _; do
                    COMPREPLY+=("${word#"$lead"}")
                done
            } < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
        }
        complete -F _skiff skiff

        """#

    private static let zshScript = #"""
        #compdef skiff
        # zsh completion of skiff: put it as _skiff into a directory of $fpath.
        _skiff() {
            local -a lines plain described
            local line
            lines=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
            case ${lines[1]} in
                files)
                    compset -P '*='
                    _files
                    return
                    ;;
            esac
            for line in "${(@)lines[2,-1]}"; do
                plain+=("${line%%$'\t'*}")
                described+=("${line//$'\t'/  -- }")
            done
            if [[ ${lines[1]} == beginnings ]]; then
                compadd -S '' -a plain
            else
                compadd -l -d described -a plain
            fi
        }
        if [[ $funcstack[1] == _skiff ]]; then _skiff "$@"; else compdef _skiff skiff; fi

        """#

    private static let fishScript = #"""
        # fish completion of skiff: put it as skiff.fish into ~/.config/fish/completions.
        function __skiff_complete
            set -l words (commandline --tokenize --cut-at-cursor --current-process)
            set -l current (commandline --current-token --cut-at-cursor)
            set -l lines ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
            switch "$lines[1]"
                case files
                    __fish_complete_path (string replace --regex '^--[^=]*=' '' -- "$current")
                case '*'
                    printf '%s\n' $lines[2..-1]
            end
        end
        complete --command skiff --no-files --arguments '(__skiff_complete)'

        """#
}
