package org.exeunt.idp.whole;

class AuditOnH2Tests extends AuditContract {

    AuditOnH2Tests() {
        super(TestDatabase.H2);
    }
}
