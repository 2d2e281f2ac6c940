// The pages of some apps are loading in frames. Once they are all loaded, or after a time, it goes on.
const link = document.querySelector('a[data-onwards]');

if (link) {
  const goOn = () => location.replace(link.href);
  addEventListener('load', goOn);
  setTimeout(goOn, 2000);
}
