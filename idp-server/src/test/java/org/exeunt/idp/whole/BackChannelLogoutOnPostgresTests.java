package org.exeunt.idp.whole;

class BackChannelLogoutOnPostgresTests extends BackChannelLogoutContract {

    BackChannelLogoutOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
