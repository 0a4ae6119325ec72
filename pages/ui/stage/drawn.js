// Pictures that were drawn as SVG text, which Streamlit's own HTML leaves out.

export default function ({ data, parentElement }) {
  const node = parentElement.querySelector('.rl-drawn') || parentElement.appendChild(document.createElement('div'));
  node.className = `rl-drawn ${data.style}`;
  const drawn = data.pictures.map(text => new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
  node.replaceChildren(...drawn.map(one => document.importNode(one, true)));
}
