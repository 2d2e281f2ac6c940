package org.exeunt.idp.whole;

class SessionManagementOnH2Tests extends SessionManagementContract {

    SessionManagementOnH2Tests() {
        super(TestDatabase.H2);
    }
}
