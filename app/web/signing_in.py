"""Signing in: the form, a count of failed tries in our own table, and who the visitor is."""

from flask import current_app
from flask_security import LoginForm, current_user
from flask_security.utils import hash_password

from app.services.office import perform
from app.services.users import SYSTEM, is_locked, note_sign_in
from grants.policy import Actor

GENERIC = (
    "The e-mail address or the password is not right, or the account is closed or locked for a "
    "while after too many tries."
)


class SignInForm(LoginForm):
    """E-mail address and password; five failed tries lock the account for fifteen minutes."""

    def validate(self, **kwargs: object) -> bool:
        """Check the lock first, then the password; the answer is the same for every failure."""
        office = current_app.extensions["office"]
        email = (self.email.data or "").strip().lower()
        self.email.data = email
        locked = perform(office, SYSTEM, lambda act: is_locked(act, email))
        good = super().validate(**kwargs)
        if locked:
            hash_password("the same time is spent")
            good = False
        perform(office, SYSTEM, lambda act: note_sign_in(act, email, succeeded=good))
        if not good:
            self.email.errors = []
            self.password.errors = []
            self.form_errors = [GENERIC]
        return good


def visitor() -> Actor | None:
    """The signed-in person, or None."""
    if not current_user.is_authenticated:
        return None
    actor: Actor = current_user.actor
    return actor
