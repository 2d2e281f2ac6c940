package org.exeunt.demo.signout;

import jakarta.servlet.http.HttpServletRequest;
import org.exeunt.demo.evidence.SignOutKind;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Kind 3, our half: the script on the page signs out here first, then asks the identity provider by itself. */
@RestController
class LocalSignOutController {

    private final LocalSignOut localSignOut;

    LocalSignOutController(LocalSignOut localSignOut) {
        this.localSignOut = localSignOut;
    }

    @PostMapping("/sign-out/local")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(HttpServletRequest request) {
        localSignOut.end(request, SignOutKind.SDK);
    }
}
