// The manager's live hall: shows the parts that the office sends, and says when it is gone.
"use strict";

Live.listen(document.getElementById("manager"), () => {});
