package org.exeunt.idp.whole;

class SystemBTokensOnH2Tests extends SystemBTokensContract {

    SystemBTokensOnH2Tests() {
        super(TestDatabase.H2);
    }
}
