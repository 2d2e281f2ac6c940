package org.exeunt.idp.whole;

class AdministrationOnPostgresTests extends AdministrationContract {

    AdministrationOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
