/*
 * Progressive enhancement only: every page works when this file never arrives.
 */
import accessibleAutocomplete from "accessible-autocomplete";
import { initAll as initGovuk } from "govuk-frontend";
import { initAll as initMoj } from "@ministryofjustice/frontend";

initGovuk();
initMoj();

for (const select of document.querySelectorAll("select[data-autocomplete]")) {
  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    defaultValue: "",
    showAllValues: true,
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
