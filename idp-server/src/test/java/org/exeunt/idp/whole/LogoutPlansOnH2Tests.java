package org.exeunt.idp.whole;

class LogoutPlansOnH2Tests extends LogoutPlansContract {

    LogoutPlansOnH2Tests() {
        super(TestDatabase.H2);
    }
}
