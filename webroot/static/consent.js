// With several organizations: offer only the chosen one's environments. Without this script all are offered.
const organization = document.getElementById("organization");
const environment = document.getElementById("environment");
const options = Array.from(environment.options);

function offer() {
  const mine = options.filter((option) => option.value.startsWith(organization.value + "/"));
  const chosen = mine.find((option) => option.selected);
  environment.replaceChildren(...mine);
  (chosen ?? mine[0]).selected = true;
}

organization.addEventListener("change", offer);
offer();
