// The pages of some apps are loading in frames. Once they are all loaded, or after a time, it goes on. In plain words of 2009, and no
// module: a browser that cannot read it would stay here.
(function () {
  var link = document.querySelector('a[data-onwards]');

  function goOn() {
    location.replace(link.href);
  }

  if (link) {
    window.addEventListener('load', goOn);
    setTimeout(goOn, 2000);
  }
})();
