(function () {
  "use strict";
  var tools = document.querySelector("[data-tools]");
  if (!tools) { return; }
  var pick = function (id) { return document.getElementById(id); };
  var find = pick("find"), kind = pick("kind"), state = pick("state"), order = pick("order");
  var told = tools.querySelector("[data-count]");
  var groups = Array.prototype.slice.call(document.querySelectorAll("[data-group]"));
  var items = [];
  groups.forEach(function (group) {
    Array.prototype.forEach.call(group.querySelectorAll("[data-list] > li"), function (item, place) {
      items.push({ at: item, list: item.parentNode, place: place, group: group.getAttribute("data-group"),
        text: item.textContent.toLowerCase() });
    });
  });
  var value = function (item, name) {
    return name === "title" ? item.at.querySelector("a, h3, h4, strong").textContent.trim().toLowerCase()
      : item.at.getAttribute("data-" + name) || "";
  };
  var before = function (name) {
    return function (one, other) {
      var a = value(one, name), b = value(other, name), turn = name === "title" || name === "state" ? 1 : -1;
      if (name === "size") { a = Number(a); b = Number(b); }
      return a === b ? one.place - other.place : (a < b ? -turn : turn);
    };
  };
  var show = function () {
    var words = find.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    items.forEach(function (item) {
      var fits = words.every(function (word) { return item.text.indexOf(word) >= 0; }) &&
        (!kind.value || item.group === kind.value) &&
        (!state || !state.value || item.at.getAttribute("data-state") === state.value);
      item.at.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    groups.forEach(function (group) {
      Array.prototype.forEach.call(group.querySelectorAll("[data-part]"), function (part) {
        part.hidden = !part.querySelector("[data-list] > li:not([hidden])");
      });
      group.hidden = !group.querySelector("[data-list] > li:not([hidden])");
    });
    told.textContent = shown === items.length ? "All " + shown + " shown." : shown + " of " + items.length + " shown.";
  };
  var sort = function () {
    var ordered = items.slice().sort(order.value ? before(order.value) : function (a, b) { return a.place - b.place; });
    ordered.forEach(function (item) { item.list.appendChild(item.at); });
  };
  [find, kind, state].forEach(function (field) { if (field) { field.addEventListener("input", show); } });
  order.addEventListener("input", sort);
  tools.hidden = false;
  show();
})();
