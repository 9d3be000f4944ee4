// A count that is not done goes on by itself; without this the button does it.
document.querySelectorAll("form[data-goes-on]").forEach((form) => form.requestSubmit());
