# The names of the journeys: the shipped ones, or those of --journeys on the command line.
function __fish_jsim_journeys
    set -l words (commandline -opc)
    set -l from
    for index in (seq (count $words))
        if test "$words[$index]" = --journeys; and test $index -lt (count $words)
            set from --journeys $words[(math $index + 1)]
        else if string match -q -- '--journeys=*' "$words[$index]"
            set from --journeys (string replace -- '--journeys=' '' "$words[$index]")
        end
    end
    jsim $from completions --journey-names 2>/dev/null
end

complete -c jsim -n "contains graph (commandline -opc); or contains describe (commandline -opc)" -f -a "(__fish_jsim_journeys)"
