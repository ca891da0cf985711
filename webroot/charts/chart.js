/*
 * Makes an option of Apache ECharts out of a chart of ours. The same file runs in the view of MCP Apps, on the console's
 * pages, and in the server's own interpreter, so it touches neither document nor window, and formats without Intl.
 *
 * altertableChart.option(chart, look) returns the option; altertableChart.height(chart, width) how tall it wants to be.
 * look: {width, height, colours: {ink, quiet, line, ground, raised}, still: a picture, calm: without animation,
 * title: whether to write it}.
 */
var altertableChart = (function () {
  'use strict';
  var FONT = 'sans-serif';
  var PALETTE = ['#4c6ef5', '#12a594', '#f08c00', '#d6409f', '#7c66dc', '#46a758', '#e5484d', '#0091ff', '#8d8d86', '#b58900',
    '#00749e', '#ab4aba'];
  var MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  var DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  var SIGNS = {EUR: '€', USD: '$', GBP: '£', JPY: '¥'};
  var MAX_GRID_ROWS = 26;
  var MAX_TABLE_ROWS = 15;
  var MAX_TABLE_COLUMNS = 6;
  var MAX_CELL = 500;

  // numbers ---------------------------------------------------------------------------------------------------------------

  function grouped(digits) {
    return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  }

  function plain(value, most) {
    var places = most;
    if (Math.abs(value) >= 1000) {
      places = Math.min(most, 1);
    }
    var parts = Math.abs(value).toFixed(Math.abs(value - Math.round(value)) < 1e-9 ? 0 : places).split('.');
    var fraction = parts.length > 1 ? parts[1].replace(/0+$/, '') : '';
    return (value < 0 ? '−' : '') + grouped(parts[0]) + (fraction ? '.' + fraction : '');
  }

  /* What digits alone would make unreadable: 8.1e20, 3.1e-6. */
  function scientific(value) {
    return value.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e').replace('-', value < 0 ? '−' : '-');
  }

  function extreme(value) {
    return value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4);
  }

  /* In thousands, millions, … as the largest value of the axis is, so that all ticks of an axis look alike. */
  function short(value, largest) {
    if (largest && extreme(largest)) { return value === 0 ? '0' : scientific(value); }
    var scales = [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e5, 'k', 1e3]];
    for (var i = 0; i < scales.length; i++) {
      if (largest >= scales[i][0]) {
        return value === 0 ? '0' : plain(value / (scales[i][2] || scales[i][0]), 2) + scales[i][1];
      }
    }
    return value !== 0 && Math.abs(value) < 0.01 ? value.toPrecision(2) : plain(value, 2);
  }

  function withUnit(text, unit) {
    if (unit && unit.kind === 'currency') {
      var sign = SIGNS[unit.code];
      if (!sign) { return text + ' ' + unit.code; }
      return text.charAt(0) === '−' ? '−' + sign + text.substring(1) : sign + text;
    }
    return text;
  }

  /* A value in full, for labels and tooltips. */
  function full(value, unit) {
    if (value === null || value === undefined) { return '–'; }
    if (unit && unit.kind === 'percent') { return plain(value * 100, 1) + '%'; }
    if (extreme(value)) { return withUnit(scientific(value), unit); }
    if (unit && unit.kind === 'currency') {
      var cents = Math.abs(value) >= 1e5 ? 0 : 2;
      var parts = Math.abs(value).toFixed(Math.abs(value - Math.round(value)) < 1e-9 ? 0 : cents).split('.');
      return withUnit((value < 0 ? '−' : '') + grouped(parts[0]) + (parts[1] ? '.' + parts[1] : ''), unit);
    }
    return plain(value, Math.abs(value) < 1 ? 4 : 2);
  }

  /* A value for an axis. */
  function tick(value, unit, largest) {
    if (unit && unit.kind === 'percent') { return plain(value * 100, 1) + '%'; }
    return withUnit(short(value, largest), unit);
  }

  function duration(seconds) {
    if (seconds === null || seconds === undefined) { return ''; }
    if (seconds < 90) { return plain(seconds, 0) + ' s'; }
    if (seconds < 5400) { return plain(seconds / 60, 0) + ' min'; }
    if (seconds < 172800) { return plain(seconds / 3600, 1) + ' h'; }
    return plain(seconds / 86400, 1) + ' days';
  }

  // times: local, as 2026-02-01T14:00 ----------------------------------------------------------------------------------------

  function parts(local) {
    var at = /^(\d+)-(\d+)-(\d+)(?:T(\d+):(\d+))?/.exec(local);
    return at ? {year: +at[1], month: +at[2] - 1, day: +at[3], hour: +(at[4] || 0), minute: at[5] || '00'} : null;
  }

  function two(number) {
    return number < 10 ? '0' + number : String(number);
  }

  function time(local, interval) {
    var at = parts(local);
    if (!at) { return local; }
    if (interval === 'hour') {
      return at.hour === 0 ? MONTHS[at.month] + ' ' + at.day : two(at.hour) + ':' + at.minute;
    }
    if (interval === 'year') { return String(at.year); }
    if (interval === 'quarter') { return 'Q' + (Math.floor(at.month / 3) + 1) + ' ' + at.year; }
    if (interval === 'month') { return MONTHS[at.month] + ' ' + at.year; }
    return MONTHS[at.month] + ' ' + at.day;
  }

  function timeInFull(local, interval) {
    var at = parts(local);
    if (!at) { return local; }
    if (interval === 'year' || interval === 'quarter' || interval === 'month') { return time(local, interval); }
    var weekday = DAYS[new Date(Date.UTC(at.year, at.month, at.day)).getUTCDay()];
    var date = MONTHS[at.month] + ' ' + at.day + ', ' + at.year;
    if (interval === 'hour') { return weekday + ', ' + date + ', ' + two(at.hour) + ':' + at.minute; }
    return interval === 'week' ? 'Week of ' + date : weekday + ', ' + date;
  }

  // text: the server has no canvas to measure with, so widths are estimated on the safe side ---------------------------------

  function unitsOf(text, at) {
    var code = text.charCodeAt(at);
    return code > 0x2e80 ? 1.05 : /[ilI.,:;'|!\s]/.test(text.charAt(at)) ? 0.34 : /[mwMW@%]/.test(text.charAt(at)) ? 0.92 : 0.6;
  }

  function widthOf(text, size) {
    var units = 0;
    for (var i = 0; i < text.length; i++) { units += unitsOf(text, i); }
    return units * size;
  }

  /* In one pass that ends where the room does: texts of data may be as long as they like. */
  function fitted(text, width, size) {
    var all = String(text);
    var room = width / size;
    var end = 0;
    var units = 0;
    for (var i = 0; i < all.length; i++) {
      units += unitsOf(all, i);
      if (units > room) { return all.substring(0, Math.max(1, end)) + '…'; }
      if (units + 0.6 <= room) { end = i + 1; }
    }
    return all;
  }

  /* A word too long for a line goes on after its signs: product_, added_, to_, cart. */
  function parted(word, width, size) {
    return widthOf(word, size) <= width ? [word] : word.match(/[^_.\/-]*[_.\/-]+|[^_.\/-]+/g) || [word];
  }

  function wrapped(text, width, size, most) {
    var lines = [];
    var line = '';
    String(text).split(/\s+/).forEach(function (word) {
      parted(word, width, size).forEach(function (part, index) {
        var longer = line && index === 0 ? line + ' ' + part : line + part;
        if (line && widthOf(longer, size) > width) {
          lines.push(line);
          line = part;
        } else {
          line = longer;
        }
      });
    });
    lines.push(line);
    if (lines.length > most) {
      lines = lines.slice(0, most - 1).concat(lines.slice(most - 1).join(' '));
    }
    return lines.map(function (one) { return fitted(one, width, size); });
  }

  function write(text, x, y, size, colour, more) {
    var style = {text: String(text), x: x, y: y, fill: colour, fontSize: size, fontFamily: FONT, textVerticalAlign: 'top'};
    Object.keys(more || {}).forEach(function (key) { style[key] = more[key]; });
    return {type: 'text', silent: true, style: style};
  }

  function box(x, y, width, height, fill, more) {
    var style = {fill: fill};
    Object.keys(more || {}).forEach(function (key) { style[key] = more[key]; });
    return {type: 'rect', silent: true, shape: {x: x, y: y, width: Math.max(0, width), height: Math.max(0, height), r: 3}, style: style};
  }

  // the frame: title, subtitle, legend above, notes below --------------------------------------------------------------------

  function frame(chart, look, names) {
    var elements = [];
    var y = look.title ? 12 : 4;
    var inner = look.width - 32;
    if (look.title) {
      wrapped(chart.title, inner, 16, 2).forEach(function (line) {
        elements.push(write(line, 16, y, 16, look.colours.ink, {fontWeight: 'bold'}));
        y += 21;
      });
    }
    if (chart.subtitle) {
      elements.push(write(fitted(chart.subtitle, inner, 12), 16, y + 2, 12, look.colours.quiet));
      y += 20;
    }
    var legend = null;
    if (names && names.length > 1) {
      y += 6;
      legend = legendOf(names, inner, y, look);
      y += 20 + (legend.rows - 1) * 30;
    }
    var below = 8;
    (chart.notes || []).slice().reverse().forEach(function (note) {
      wrapped(note, inner, 11, 2).reverse().forEach(function (line) {
        below += 15;
        elements.push(write(line, 16, look.height - below, 11, look.colours.quiet));
      });
    });
    return {elements: elements, top: y + 10, bottom: below + 6, legend: legend && legend.option};
  }

  function legendRows(names, inner) {
    var most = legendText(inner);
    var rows = 1;
    var used = 0;
    names.forEach(function (name) {
      var width = Math.min(most, widthOf(name, 12)) + 36;
      if (used && used + width > inner) {
        rows++;
        used = 0;
      }
      used += width;
    });
    return rows;
  }

  function legendText(inner) {
    return Math.min(220, inner - 30);
  }

  function legendOf(names, inner, top, look) {
    var most = legendText(inner);
    return {rows: legendRows(names, inner), option: {
      type: 'plain', show: true, data: names, top: top, left: 11, right: 16, itemWidth: 14, itemHeight: 9, itemGap: 18, icon: 'roundRect',
      formatter: function (name) { return fitted(name, most, 12); },
      textStyle: {color: look.colours.ink, fontSize: 12, fontFamily: FONT}, inactiveColor: look.colours.line, borderWidth: 0, borderColor: 'transparent', padding: 4,
    }};
  }

  function base(look, parts) {
    return {
      animation: !look.still && !look.calm, animationDuration: 350, color: PALETTE, backgroundColor: 'transparent',
      textStyle: {fontFamily: FONT, color: look.colours.ink},
      title: {show: false}, legend: parts.legend || {show: false},
      graphic: {elements: parts.elements},
      tooltip: look.still ? {show: false, axisPointer: {}} : {
        trigger: 'axis', renderMode: 'richText', confine: true, order: 'valueDesc', backgroundColor: look.colours.raised,
        borderColor: look.colours.line, borderWidth: 1, textStyle: {color: look.colours.ink, fontFamily: FONT, fontSize: 12},
        axisPointer: {lineStyle: {color: look.colours.quiet}, shadowStyle: {opacity: 0.15}},
      },
    };
  }

  function axisText(look) {
    return {color: look.colours.quiet, fontSize: 12, fontFamily: FONT};
  }

  function valueAxis(name, unit, look, values) {
    var largest = values.reduce(function (most, value) { return Math.max(most, Math.abs(value || 0)); }, 0);
    return {
      type: 'value', name: name, nameLocation: 'end', nameGap: 12,
      nameTextStyle: {color: look.colours.quiet, fontSize: 12, fontFamily: FONT, align: 'left', padding: [0, 0, 0, -4]},
      splitNumber: look.height < 300 ? 3 : 5, minInterval: unit && unit.whole ? 1 : 0,
      axisLabel: merged(axisText(look), {formatter: function (value) { return tick(value, unit, largest); }}),
      axisLine: {show: false}, axisTick: {show: false}, splitLine: {lineStyle: {color: look.colours.line}},
    };
  }

  function categoryAxis(labels, name, look, format) {
    return {
      type: 'category', data: labels, name: name, nameLocation: 'middle', nameGap: 30,
      nameTextStyle: {color: look.colours.quiet, fontSize: 12, fontFamily: FONT},
      axisLabel: merged(axisText(look), {formatter: format, hideOverlap: true, margin: 10}),
      axisLine: {lineStyle: {color: look.colours.line}}, axisTick: {show: false},
    };
  }

  function merged(one, other) {
    var both = {};
    Object.keys(one).forEach(function (key) { both[key] = one[key]; });
    Object.keys(other).forEach(function (key) { both[key] = other[key]; });
    return both;
  }

  /* The tooltip of charts with an axis: the place in full, then each series. */
  function tooltip(title, unit) {
    return function (points) {
      var seen = {};
      var lines = [];
      points.forEach(function (point) {
        if (seen[point.seriesName] || point.value === null || point.value === undefined || point.value === '-') { return; }
        seen[point.seriesName] = true;
        lines.push(point.marker + fitted(point.seriesName, 220, 12) + '  ' + full(point.value, unit));
      });
      return title(points[0].dataIndex) + (lines.length ? '\n' + lines.join('\n') : '\nno value');
    };
  }

  // line, bar, area ----------------------------------------------------------------------------------------------------------

  function lines(chart, look) {
    var times = chart.x.interval;
    var names = chart.series.map(function (one) { return one.name; });
    var around = frame(chart, look, names);
    var option = base(look, around);
    var count = chart.x.labels.length;
    var wide = look.width - 90;
    var format = function (value) {
      return times ? time(value, times) : fitted(value, Math.max(60, Math.min(160, wide / Math.max(1, Math.min(count, 6)) - 8)), 12);
    };
    option.grid = {left: 14, right: 24, top: around.top + 22, bottom: around.bottom + (chart.x.name ? 24 : 4), containLabel: true};
    option.xAxis = categoryAxis(chart.x.labels, chart.x.name, look, format);
    if (times) {
      // Ticks at equal steps that the eye knows, as many as fit.
      var step = niceStep(times, count, Math.max(2, Math.floor(wide / (times === 'month' || times === 'quarter' ? 74 : 58))));
      option.xAxis.axisLabel.interval = step - 1;
      option.xAxis.axisLabel.hideOverlap = false;
    } else {
      namesFit(option, count, wide);
    }
    option.xAxis.boundaryGap = chart.kind === 'bar' || count === 1;
    option.yAxis = valueAxis(chart.y.name, chart.y.unit, look, chart.stacked ? sums(chart.series) : [].concat.apply([], chart.series.map(valuesOf)));
    option.tooltip.formatter = tooltip(function (index) {
      var label = chart.x.labels[index];
      return (times ? timeInFull(label, times) : fitted(label, 240, 12)) + (chart.x.partial.indexOf(index) >= 0 ? ' (not over)' : '');
    }, chart.y.unit);
    if (chart.kind === 'bar') { option.tooltip.axisPointer.type = 'shadow'; }
    option.series = [];
    chart.series.forEach(function (one, index) {
      if (chart.kind === 'bar') {
        option.series.push(bars(chart, one, index));
      } else {
        strokes(chart, one, index, look).forEach(function (each) { option.series.push(each); });
      }
    });
    return option;
  }

  /* All names when they fit side by side or slanted, else as many as fit. */
  function namesFit(option, count, wide) {
    var label = option.xAxis.axisLabel;
    var each = wide / count;
    if (each >= 64) {
      label.interval = 0;
      label.hideOverlap = false;
      label.formatter = function (name) { return wrapped(name, each - 8, 12, 2).join('\n'); };
      label.lineHeight = 15;
      var tall = option.xAxis.data.some(function (name) { return wrapped(name, each - 8, 12, 2).length > 1; });
      option.grid.bottom += tall ? 8 : 0;
      option.xAxis.nameGap = tall ? 46 : 30;
    } else if (each >= 17) {
      label.interval = 0;
      label.rotate = 40;
      label.hideOverlap = false;
      label.formatter = function (name) { return fitted(name, 104, 12); };
      option.xAxis.nameGap = 86;
      option.grid.bottom += 4;
      // the first name begins left of its bar
      option.grid.left += 36;
    } else {
      // half of the last name is right of its bar
      option.grid.right = 36;
    }
  }

  function valuesOf(series) {
    return series.values;
  }

  function sums(series) {
    return series[0].values.map(function (ignored, at) {
      return series.reduce(function (sum, one) { return sum + (one.values[at] || 0); }, 0);
    });
  }

  function niceStep(interval, count, most) {
    var steps = interval === 'hour' ? [1, 2, 3, 6, 12, 24, 48, 168] : interval === 'day' ? [1, 2, 7, 14, 28, 56, 91, 182, 364]
      : interval === 'month' ? [1, 2, 3, 6, 12, 24, 60] : interval === 'quarter' ? [1, 2, 4, 8, 20] : [1, 2, 4, 8, 13, 26, 52, 104];
    for (var i = 0; i < steps.length; i++) {
      if (count / steps[i] <= most) { return steps[i]; }
    }
    return Math.ceil(count / most);
  }

  function bars(chart, one, index) {
    var colour = PALETTE[index % PALETTE.length];
    return {
      type: 'bar', name: one.name, stack: chart.stacked ? 'all' : undefined, barMaxWidth: 44, barGap: '12%', cursor: 'default',
      itemStyle: {color: colour, borderRadius: chart.stacked ? 0 : [3, 3, 0, 0]},
      data: one.values.map(function (value, at) {
        var look = chart.x.partial.indexOf(at) < 0 ? {} : {opacity: 0.4};
        if (value < 0 && !chart.stacked) { look.borderRadius = [0, 0, 3, 3]; }
        return Object.keys(look).length ? {value: value, itemStyle: look} : value;
      }),
    };
  }

  /* The whole part solid; what is not over yet dashed, from the last whole point on. */
  function strokes(chart, one, index, look) {
    var colour = PALETTE[index % PALETTE.length];
    var partial = chart.x.partial;
    var whole = one.values.map(function (value, at) { return partial.indexOf(at) < 0 ? value : null; });
    var rest = one.values.map(function (value, at) {
      return partial.indexOf(at) >= 0 || partial.indexOf(at + 1) >= 0 || partial.indexOf(at - 1) >= 0 ? value : null;
    });
    var few = one.values.length <= 31;
    var common = {
      type: 'line', name: one.name, symbol: 'circle', symbolSize: few ? 5 : 3, showSymbol: few || alone(whole), cursor: 'default',
      itemStyle: {color: colour}, emphasis: {disabled: true}, stack: undefined,
    };
    var area = chart.kind === 'area';
    var solid = merged(common, {
      data: whole, lineStyle: {color: colour, width: 2}, areaStyle: area ? {color: colour, opacity: chart.stacked ? 0.35 : 0.16} : undefined,
      stack: area && chart.stacked ? 'whole' : undefined,
    });
    if (partial.length === 0) { return [solid]; }
    return [solid, merged(common, {
      data: rest, lineStyle: {color: colour, width: 2, type: 'dashed', opacity: 0.75}, z: 1,
      itemStyle: {color: look.colours.ground, borderColor: colour, borderWidth: 1.5}, showSymbol: few,
      areaStyle: area ? {color: colour, opacity: 0.08} : undefined, stack: area && chart.stacked ? 'rest' : undefined,
    })];
  }

  /* A point without neighbours is only seen by its symbol. */
  function alone(values) {
    return values.some(function (value, at) {
      return value !== null && (at === 0 || values[at - 1] === null) && (at === values.length - 1 || values[at + 1] === null);
    });
  }

  // pie, bar list ------------------------------------------------------------------------------------------------------------

  function pie(chart, look) {
    var around = frame(chart, look);
    var option = base(look, around);
    var narrow = look.width < 480;
    var total = chart.slices.reduce(function (sum, one) { return sum + one.value; }, 0);
    var middle = (around.top + look.height - around.bottom) / 2;
    var radius = Math.max(30, Math.min((look.height - around.top - around.bottom) / 2 - 24, look.width * (narrow ? 0.18 : 0.26)));
    option.tooltip = merged(option.tooltip, {trigger: 'item', formatter: function (point) {
      return fitted(point.name, 240, 12) + '\n' + full(point.value, chart.unit) + ' (' + plain(point.percent, 1) + '%)';
    }});
    option.series = [{
      type: 'pie', radius: [radius * 0.58, radius], center: ['50%', middle], cursor: 'default', avoidLabelOverlap: true, startAngle: 90,
      itemStyle: {borderColor: look.colours.ground, borderWidth: 2},
      label: {color: look.colours.ink, fontSize: narrow ? 11 : 12, fontFamily: FONT, lineHeight: 15, formatter: function (point) {
        return fitted(point.name, narrow ? 76 : 170, 12) + '\n' + full(point.value, chart.unit) + ' · ' + plain(point.percent, narrow ? 0 : 1) + '%';
      }},
      labelLine: {length: 10, length2: 10, lineStyle: {color: look.colours.quiet}},
      data: chart.slices.map(function (one) { return {name: one.name, value: one.value}; }),
    }];
    option.graphic.elements.push(
      write(full(total, chart.unit), look.width / 2, middle - 11, 18, look.colours.ink, {textAlign: 'center', fontWeight: 'bold'}),
      write(fitted(chart.measure || 'total', radius, 11), look.width / 2, middle + 11, 11, look.colours.quiet, {textAlign: 'center'}));
    return option;
  }

  function barList(chart, look) {
    var around = frame(chart, look);
    var option = base(look, around);
    var names = chart.slices.map(function (one) { return one.name; });
    var most = Math.round(look.width * 0.34);
    var left = names.reduce(function (width, name) { return Math.max(width, widthOf(fitted(name, most, 12), 12)); }, 0);
    option.grid = {left: 26 + left, right: 84, top: around.top + (chart.measure ? 22 : 4), bottom: around.bottom};
    option.yAxis = categoryAxis(names, '', look, function (name) { return fitted(name, most, 12); });
    option.yAxis.inverse = true;
    option.yAxis.axisLabel.interval = 0;
    option.yAxis.axisLabel.hideOverlap = false;
    option.yAxis.axisLabel.color = look.colours.ink;
    option.yAxis.axisLine = {show: false};
    option.xAxis = merged(valueAxis('', chart.unit, look, []), {axisLabel: {show: false}, splitLine: {show: false}});
    if (chart.measure) {
      option.graphic.elements.push(write(fitted(chart.measure, look.width - 32, 12), look.width - 16, around.top, 12, look.colours.quiet, {textAlign: 'right'}));
    }
    option.tooltip.axisPointer.type = 'shadow';
    option.tooltip.formatter = tooltip(function (index) { return fitted(names[index], 240, 12); }, chart.unit);
    option.series = [{
      type: 'bar', name: chart.measure || 'value', barMaxWidth: 22, cursor: 'default', itemStyle: {color: PALETTE[0], borderRadius: [0, 3, 3, 0]},
      label: {show: true, position: 'right', color: look.colours.ink, fontSize: 12, fontFamily: FONT,
        formatter: function (point) { return full(point.value, chart.unit); }},
      data: chart.slices.map(function (one) { return one.value; }),
    }];
    return option;
  }

  // metric -------------------------------------------------------------------------------------------------------------------

  function metric(chart, look) {
    var around = frame(chart, look);
    var option = base(look, around);
    var below = narrow(chart, look.width);
    var each = below ? look.width - 32 : (look.width - 32) / chart.figures.length;
    var widest = chart.figures.reduce(function (width, one) { return Math.max(width, widthOf(full(one.value, one.unit), 1)); }, 1);
    // bold letters are wider than estimated
    var size = below ? 30 : Math.min(52, Math.max(24, Math.min(each / 6, (each - 16) / widest / 1.15)));
    chart.figures.forEach(function (one, index) {
      var x = below ? 16 : 16 + each * index;
      var middle = below ? around.top + 52 + 100 * index : (around.top + look.height - around.bottom) / 2;
      option.graphic.elements.push(
        write(fitted(one.name, each - 12, 13), x, middle - size * 0.62 - 26, 13, look.colours.quiet),
        write(fitted(full(one.value, one.unit), each - 8, size), x, middle - size / 2, size, look.colours.ink, {fontWeight: 'bold'}));
      if (one.context) {
        option.graphic.elements.push(write(fitted(one.context, each - 12, 12), x, middle + size / 2 + 8, 12, look.colours.quiet));
      }
    });
    return option;
  }

  /* Figures stand below each other where they would touch. */
  function narrow(chart, width) {
    return chart.figures.length > 1 && width / chart.figures.length < 240;
  }

  // funnel -------------------------------------------------------------------------------------------------------------------

  function funnel(chart, look) {
    var groups = chart.groups;
    var several = groups.length > 1;
    var steps = groups[0].steps;
    var around = frame(chart, look, groups.map(function (one) { return one.name; }));
    var option = base(look, around);
    var each = (look.width - 90) / steps.length;
    var whole = {kind: 'number', whole: true};
    option.grid = {left: 14, right: 16, top: around.top + (several ? 22 : 40), bottom: around.bottom + 4, containLabel: true};
    var tight = each < 56;
    option.xAxis = categoryAxis(steps.map(function (one, index) { return (index + 1) + '. ' + one.name; }), '', look, function (name, index) {
      if (tight) { return fitted(name, 104, 12); }
      var lines = wrapped(name, each - 8, 12, each < 90 ? 3 : 2);
      var step = steps[index];
      if (!several && step && step.seconds !== null && each > 70) { lines.push(fitted('avg ' + duration(step.seconds), each - 10, 12)); }
      return lines.join('\n');
    });
    option.xAxis.axisLabel.interval = 0;
    option.xAxis.axisLabel.lineHeight = 16;
    option.xAxis.axisLabel.hideOverlap = false;
    if (tight) {
      option.xAxis.axisLabel.rotate = 40;
      // the first name begins left of its bar
      option.grid.left += 36;
    }
    option.yAxis = valueAxis('Users', whole, look, groups.map(function (group) { return group.steps[0].users; }));
    if (!several) {
      // above the numbers of the first step, which may stand where the name would
      option.yAxis.nameGap = 36;
      option.grid.top += 14;
    }
    option.tooltip.axisPointer.type = 'shadow';
    option.tooltip.formatter = function (points) {
      var at = points[0].dataIndex;
      return [(at + 1) + '. ' + fitted(steps[at].name, 220, 12)].concat(groups.map(function (group) {
        var step = group.steps[at];
        return (several ? fitted(group.name, 140, 12) + ': ' : '') + full(step.users, whole) + ' users, ' + full(step.overall, {kind: 'percent'})
          + ' of the first step' + (at > 0 ? ', ' + full(step.conversion, {kind: 'percent'}) + ' of the step before' : '')
          + (step.seconds !== null ? ', ' + duration(step.seconds) + ' on average' : '');
      })).join('\n');
    };
    option.series = groups.map(function (group, index) {
      return {
        type: 'bar', name: group.name, stack: several ? undefined : 'steps', barMaxWidth: several ? 40 : Math.max(30, each * 0.62), barGap: '12%',
        barCategoryGap: '24%', cursor: 'default', itemStyle: {color: PALETTE[index % PALETTE.length], borderRadius: [3, 3, 0, 0]},
        label: several ? {show: each / groups.length > 44, position: 'top', color: look.colours.ink, fontSize: 11, fontFamily: FONT,
          formatter: function (point) { return full(group.steps[point.dataIndex].overall, {kind: 'percent'}); }} : {show: false},
        data: group.steps.map(function (step) { return step.users; }),
      };
    });
    if (!several) {
      // Who got lost since the step before stands on top, as a shade, and carries the numbers.
      option.series.push({
        type: 'bar', name: 'lost', stack: 'steps', barMaxWidth: Math.max(30, each * 0.62), silent: true,
        itemStyle: {color: 'rgba(76, 110, 245, 0.16)', borderRadius: [3, 3, 0, 0]},
        label: {show: true, position: 'top', distance: 4, color: look.colours.ink, fontSize: tight ? 10 : 12, lineHeight: 15, fontFamily: FONT,
          formatter: function (point) {
            var step = steps[point.dataIndex];
            return (tight ? short(step.users, step.users) : full(step.users, whole)) + '\n' + full(step.overall, {kind: 'percent'});
          }},
        data: steps.map(function (step, index) { return index === 0 ? 0 : Math.max(0, steps[index - 1].users - step.users); }),
      });
    }
    return option;
  }

  // retention ----------------------------------------------------------------------------------------------------------------

  function retention(chart, look) {
    var around = frame(chart, look);
    var option = base(look, around);
    var add = function (element) { option.graphic.elements.push(element); };
    var rows = chart.cohorts.slice(-MAX_GRID_ROWS);
    var columns = chart.periods;
    var left = Math.min(150, Math.max(118, look.width * 0.2));
    var width = Math.min(90, (look.width - left - 28) / columns);
    var top = around.top + 22;
    var height = Math.min(30, Math.max(16, (look.height - top - around.bottom) / Math.max(1, rows.length)));
    var size = width < 38 ? 10 : 12;
    add(write(chart.cohortName + ' (users)', 16, around.top, 12, look.colours.quiet));
    for (var column = 0; column < columns; column++) {
      var head = width >= 52 ? chart.periodName + ' ' + column : String(column);
      add(write(head, left + width * (column + 0.5), around.top, 12, look.colours.quiet, {textAlign: 'center'}));
    }
    rows.forEach(function (cohort, row) {
      var y = top + row * height;
      var label = time(cohort.start, chart.interval);
      var users = '(' + full(cohort.users) + ')';
      add(write(fitted(label + ' ' + users, left - 22, 12), 16, y + height / 2 - 6, 12, look.colours.ink));
      cohort.cells.forEach(function (cell, period) {
        if (cell === null) { return; }
        var x = left + width * period;
        add(box(x + 1, y + 1, width - 2, height - 2, PALETTE[0], {
          opacity: 0.06 + 0.84 * Math.min(1, cell.rate || 0) * (cell.partial ? 0.6 : 1),
        }));
        if (cell.partial) {
          add(box(x + 1.5, y + 1.5, width - 3, height - 3, 'none', {stroke: PALETTE[0], lineDash: [3, 2], lineWidth: 1}));
        }
        var strong = (cell.rate || 0) * (cell.partial ? 0.6 : 1) > 0.7;
        var text = width < 38 ? plain((cell.rate || 0) * 100, 0) : full(cell.rate, {kind: 'percent'});
        add(write(text, x + width / 2, y + height / 2 - size / 2, size, strong ? '#ffffff' : look.colours.ink, {textAlign: 'center'}));
      });
    });
    return option;
  }

  // table, and nothing to draw -----------------------------------------------------------------------------------------------

  function table(chart, look) {
    var around = frame(chart, look);
    var option = base(look, around);
    var columns = chart.columns.slice(0, Math.max(2, Math.min(MAX_TABLE_COLUMNS, Math.floor(look.width / 120))));
    var fits = Math.max(1, Math.floor((look.height - around.top - around.bottom) / 24) - 1);
    var rows = chart.rows.slice(0, Math.min(MAX_TABLE_ROWS, fits));
    var wanted = columns.map(function (column, at) {
      return rows.reduce(function (width, row) {
        return Math.max(width, Math.min(260, widthOf(row[at] === null ? '' : cellText(row[at]), 12)));
      }, Math.min(200, widthOf(column.name, 13))) + 28;
    });
    var widths = shared(columns, wanted, look.width - 32);
    var from = 16;
    columns.forEach(function (column, at) {
      var right = column.number;
      var each = widths[at];
      var x = right ? from + each - 20 : from;
      from += each;
      option.graphic.elements.push(write(fitted(column.name, each - 24, 12), x, around.top, 12, look.colours.quiet,
        {fontWeight: 'bold', textAlign: right ? 'right' : 'left'}));
      rows.forEach(function (row, index) {
        var value = row[at];
        var text = value === null ? '–' : right && typeof value === 'number' ? full(value, column.unit) : cellText(value);
        option.graphic.elements.push(write(fitted(text, each - 24, 12), x, around.top + 26 + index * 24, 12,
          value === null ? look.colours.quiet : look.colours.ink, {textAlign: right ? 'right' : 'left'}));
      });
    });
    rows.forEach(function (row, index) {
      option.graphic.elements.push(box(16, around.top + 19 + index * 24, look.width - 32, 1, look.colours.line));
    });
    var cut = [];
    if (rows.length < chart.rows.length) { cut.push(rows.length + ' of ' + chart.rows.length + ' rows'); }
    if (columns.length < chart.columns.length) { cut.push(columns.length + ' of ' + chart.columns.length + ' columns'); }
    if (cut.length) {
      option.graphic.elements.push(write('Shown: the first ' + cut.join(', ') + '.', 16, around.top + 30 + rows.length * 24, 11, look.colours.quiet));
    }
    return option;
  }

  /* What there is to each column: where it is too little, texts give way, for a number that is cut off is another one. */
  function shared(columns, wanted, width) {
    var sum = function (some) { return some.reduce(function (all, one) { return all + one; }, 0); };
    var numbers = sum(wanted.filter(function (one, at) { return columns[at].number; }));
    var texts = sum(wanted) - numbers;
    var least = 80 * (columns.length - columns.filter(function (one) { return one.number; }).length);
    var whole = sum(wanted) > width && width - numbers >= least;
    return wanted.map(function (one, at) {
      if (!whole) { return one * width / (numbers + texts); }
      return columns[at].number ? one : one * (width - numbers) / texts;
    });
  }

  /* As much of a cell as any column could show. */
  function cellText(value) {
    return (typeof value === 'object' ? JSON.stringify(value) : String(value)).substring(0, MAX_CELL).replace(/\s+/g, ' ');
  }

  function message(chart, look) {
    var around = frame(chart, look);
    var option = base(look, around);
    var text = wrapped(chart.text, Math.min(460, look.width - 48), 13, 6);
    var y = (around.top + look.height - around.bottom) / 2 - text.length * 9 - 14;
    option.graphic.elements.push(write(chart.kind === 'error' ? 'This chart could not be drawn' : 'No data', look.width / 2, y, 15, look.colours.ink,
      {textAlign: 'center', fontWeight: 'bold'}));
    text.forEach(function (line, index) {
      option.graphic.elements.push(write(line, look.width / 2, y + 26 + index * 18, 13, look.colours.quiet, {textAlign: 'center'}));
    });
    return option;
  }

  var KINDS = {line: lines, bar: lines, area: lines, pie: pie, bar_list: barList, metric: metric, funnel: funnel, retention: retention,
    table: table, empty: message, error: message};

  function height(chart, width) {
    var frameHeight = 60 + 18 * (chart.notes || []).length;
    var names = (chart.kind === 'funnel' ? chart.groups : chart.series || []).map(function (one) { return one.name; });
    if (chart.kind === 'bar_list') { return Math.max(200, frameHeight + 40 + 28 * chart.slices.length); }
    if (chart.kind === 'retention') { return Math.max(220, frameHeight + 40 + 27 * Math.min(MAX_GRID_ROWS, chart.cohorts.length)); }
    if (chart.kind === 'table') { return Math.max(160, frameHeight + 50 + 24 * Math.min(MAX_TABLE_ROWS, chart.rows.length)); }
    if (chart.kind === 'metric') { return frameHeight + (narrow(chart, width) ? 100 * chart.figures.length : 130); }
    if (chart.kind === 'empty' || chart.kind === 'error') { return 220; }
    // a legend of many rows takes nothing from the chart itself
    return (width < 520 ? 320 : 400) + Math.max(0, legendRows(names, width - 32) - 2) * 30;
  }

  return {
    option: function (chart, look) { return KINDS[chart.kind](chart, look); },
    height: height,
    full: full,
    time: timeInFull,
    widthOf: widthOf,
  };
})();
