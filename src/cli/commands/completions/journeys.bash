# The names of the journeys, one in a line: the shipped ones, or those of --journeys on the command line.
_jsim_journey_names() {
    local index from=()
    for ((index = 1; index < ${#COMP_WORDS[@]} - 1; index++)); do
        if [[ ${COMP_WORDS[index]} == --journeys ]]; then
            from=(--journeys "${COMP_WORDS[index + 1]}")
            [[ ${from[1]} == = ]] && from[1]=${COMP_WORDS[index + 2]}
        fi
    done
    "${COMP_WORDS[0]}" "${from[@]}" completions --journey-names 2>/dev/null
}

_jsim_journeys() {
    local name
    COMPREPLY=()
    while IFS= read -r name; do
        [[ $name == "$1"* ]] && COMPREPLY+=("$(printf '%q' "$name")")
    done < <(_jsim_journey_names)
}
