package org.exeunt.idp.whole;

class BackChannelLogoutOnH2Tests extends BackChannelLogoutContract {

    BackChannelLogoutOnH2Tests() {
        super(TestDatabase.H2);
    }
}
