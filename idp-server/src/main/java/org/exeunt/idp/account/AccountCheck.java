package org.exeunt.idp.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.account.AccountProperties.SeededAccount;
import org.exeunt.idp.configuration.ConfigurationCheck;
import org.exeunt.idp.configuration.ConfigurationFault;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.stereotype.Component;

/** Finds configured accounts that cannot be put into the database. */
@Component
class AccountCheck implements ConfigurationCheck {

    private static final String ACCOUNTS = "exeunt.accounts";

    @Override
    public List<ConfigurationFault> faults(Binder settings) {
        List<ConfigurationFault> faults = new ArrayList<>();
        Map<String, String> keys = new HashMap<>();
        settings.bind(ACCOUNTS, Bindable.mapOf(String.class, SeededAccount.class))
                .orElse(Map.of())
                .forEach((key, account) -> {
                    String name = ACCOUNTS + "." + key;
                    if (account != null) {
                        faults.addAll(faults(name, account.username(key), account));
                        String other = keys.put(account.username(key), name);
                        if (other != null) {
                            faults.add(new ConfigurationFault(
                                    name, "has the username of " + other, "Give each account a username of its own."));
                        }
                    }
                });
        return faults;
    }

    private static List<ConfigurationFault> faults(String name, String username, SeededAccount account) {
        List<ConfigurationFault> faults = new ArrayList<>();
        String password = account.password();
        if (password == null || password.isBlank()) {
            faults.add(new ConfigurationFault(
                    name + ".password",
                    password == null ? "is missing" : "is blank",
                    "Every configured account needs a password."));
        }
        if (password != null && EncodedPassword.isDamaged(password)) {
            faults.add(new ConfigurationFault(
                    name + ".password",
                    "begins with {bcrypt}, and what follows is no hash of bcrypt",
                    "Copy the whole hash, or choose a password that begins in another way."));
        }
        if (username.isBlank() || username.length() > 100) {
            faults.add(
                    new ConfigurationFault(name + ".username", "has not 1 to 100 characters", "Choose another one."));
        }
        tooLong(name + ".subject", account.subject(), 64, faults);
        tooLong(name + ".name", account.name(), 200, faults);
        tooLong(name + ".email", account.email(), 254, faults);
        return faults;
    }

    private static void tooLong(String name, @Nullable String value, int limit, List<ConfigurationFault> faults) {
        if (value != null && value.length() > limit) {
            faults.add(new ConfigurationFault(name, "has more than " + limit + " characters", "Shorten it."));
        }
    }
}
