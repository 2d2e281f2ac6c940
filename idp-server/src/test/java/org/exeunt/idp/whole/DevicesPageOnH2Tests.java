package org.exeunt.idp.whole;

class DevicesPageOnH2Tests extends DevicesPageContract {

    DevicesPageOnH2Tests() {
        super(TestDatabase.H2);
    }
}
