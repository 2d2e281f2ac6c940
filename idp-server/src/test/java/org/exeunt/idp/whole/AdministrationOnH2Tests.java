package org.exeunt.idp.whole;

class AdministrationOnH2Tests extends AdministrationContract {

    AdministrationOnH2Tests() {
        super(TestDatabase.H2);
    }
}
