package org.exeunt.idp.whole;

class FrontChannelLogoutOnPostgresTests extends FrontChannelLogoutContract {

    FrontChannelLogoutOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
