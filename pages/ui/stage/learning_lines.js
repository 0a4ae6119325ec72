// The lines of a forecast.

export default function (component) {
  const { data, parentElement } = component;
  parentElement.learning ??= new Learning(parentElement);
  parentElement.learning.update(data);
  return () => { if (!parentElement.isConnected) { parentElement.learning?.remove(); parentElement.learning = null; } };
}
