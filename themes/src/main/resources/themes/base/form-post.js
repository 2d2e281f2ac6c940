// The form leads back to the app. Without scripts the user presses its button.
document.forms[0].submit();
