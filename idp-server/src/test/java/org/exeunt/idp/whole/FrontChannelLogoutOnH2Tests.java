package org.exeunt.idp.whole;

class FrontChannelLogoutOnH2Tests extends FrontChannelLogoutContract {

    FrontChannelLogoutOnH2Tests() {
        super(TestDatabase.H2);
    }
}
