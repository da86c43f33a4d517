// Arrow up brings back what was said before, as a shell does; arrow down leads to what was being typed.

export function setUpRecall(field, onChange) {
  const said = [];
  let place = 0;
  let draft = "";
  field.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const next = place + step;
    if (!step || next < 0 || next > said.length) return;
    event.preventDefault();
    if (place === said.length) draft = field.value;
    place = next;
    field.value = said[place] ?? draft;
    onChange();
  });
  const atTheEnd = () => {
    place = said.length;
    draft = "";
  };
  return {
    remember(text) {
      if (said.at(-1) !== text) said.push(text);
      atTheEnd();
    },
    // Nobody said it.
    forgetLast(text) {
      if (said.at(-1) === text) said.pop();
      atTheEnd();
    },
  };
}
