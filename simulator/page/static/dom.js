// Making elements: make("p", { className: "note" }, "text", child, ...).

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

export function seconds(number) {
  const rounded = number < 10 ? Math.round(number * 10) / 10 : Math.round(number);
  return `${rounded} s`;
}
