package org.exeunt.idp.whole;

class AuditOnPostgresTests extends AuditContract {

    AuditOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
