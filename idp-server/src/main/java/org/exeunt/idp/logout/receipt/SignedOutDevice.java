package org.exeunt.idp.logout.receipt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ended session on the receipt.
 *
 * @param current whether it was the session of the browser that reads the receipt
 * @param browser {@code null} if it was not recognised
 * @param system {@code null} if it was not recognised
 * @param apps the states of its apps, unconfirmed ones first
 */
public record SignedOutDevice(
        boolean current, @Nullable String browser, @Nullable String system, List<AppStatus> apps) {}
