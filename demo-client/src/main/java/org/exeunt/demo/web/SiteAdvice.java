package org.exeunt.demo.web;

import org.exeunt.demo.config.DemoProperties;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

@ControllerAdvice
class SiteAdvice {

    private final DemoProperties demo;
    private final TimeFormat timeFormat;

    SiteAdvice(DemoProperties demo, TimeFormat timeFormat) {
        this.demo = demo;
        this.timeFormat = timeFormat;
    }

    @ModelAttribute("site")
    Site site() {
        return new Site(
                demo.brand().id(),
                demo.brand().displayName(),
                demo.self().clientId(),
                demo.self().signedOutUri(),
                demo.brand().other().displayName(),
                demo.other().url(),
                demo.server(),
                timeFormat.today());
    }
}
