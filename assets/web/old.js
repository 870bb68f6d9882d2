// Runs only where modules are unknown.
document.getElementById("progress").style.display = "none";
document.getElementById("old").hidden = false;
