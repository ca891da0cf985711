"use strict";
// Draws the charts of a page again, to the width and theme there are, and answers to the pointer. Without it the pictures stay.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const charts = [...document.querySelectorAll(".chart")].map(box => ({
    box,
    chart: JSON.parse(box.querySelector("script").textContent),
    picture: box.querySelector("svg"),
    drawn: null,
    width: 0,
  }));

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue("--chart-" + name).trim();
    return {ink: colour("ink"), quiet: colour("quiet"), line: colour("line"), ground: colour("ground"), raised: colour("raised")};
  }

  function draw(one) {
    const width = one.box.clientWidth;
    const height = altertableChart.height(one.chart, width);
    one.width = width;
    if (one.drawn) {
      one.drawn.dispose();
    }
    if (one.picture) {
      one.picture.remove();
      one.picture = null;
    }
    one.box.setAttribute("role", "img");
    one.box.setAttribute("aria-label", [one.chart.title, one.chart.subtitle, ...one.chart.notes].filter(Boolean).join(". "));
    one.drawn = echarts.init(one.box, null, {renderer: "canvas", width, height});
    one.drawn.setOption(altertableChart.option(one.chart, {width, height, colours: colours(), title: true, calm: calm.matches}));
  }

  const seen = new ResizeObserver(entries => {
    for (const entry of entries) {
      const one = charts.find(each => each.box === entry.target);
      if (one.box.clientWidth > 0 && one.box.clientWidth !== one.width) {
        draw(one);
      }
    }
  });
  charts.forEach(one => seen.observe(one.box));
  dark.addEventListener("change", () => charts.forEach(draw));
})();
