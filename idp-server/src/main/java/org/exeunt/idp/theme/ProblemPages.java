package org.exeunt.idp.theme;

import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/**
 * The pages to which the {@code type} of a problem document leads (RFC 9457, section 3.1.1): what happened, what it
 * means, what to do. The texts are messages of the theme; a type without a text is answered with 404.
 */
@Controller
class ProblemPages {

    private static final Pattern KEY = Pattern.compile("[a-z]+(-[a-z]+)*");

    private final MessageSource messages;

    ProblemPages(MessageSource messages) {
        this.messages = messages;
    }

    @GetMapping("/problems/{key}")
    String show(@PathVariable String key, Locale language, Model model) {
        if (!KEY.matcher(key).matches()
                || messages.getMessage("problem." + key + ".title", null, null, language) == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        model.addAttribute("problem", key);
        return "problem";
    }
}
