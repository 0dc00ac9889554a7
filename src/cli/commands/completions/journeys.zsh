# The names of the journeys: the shipped ones, or those of --journeys on the command line.
_jsim_journeys() {
    local -a from names
    local index=${words[(i)--journeys]} given=${words[(r)--journeys=*]}
    (( index < ${#words} )) && from=(--journeys "${(Q)words[index + 1]}")
    [[ -n $given ]] && from=(--journeys "${(Q)given#--journeys=}")
    names=("${(@f)$(_call_program journeys jsim "${(@q)from}" completions --journey-names 2>/dev/null)}")
    compadd -a names
}

