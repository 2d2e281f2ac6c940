package org.exeunt.idp.whole;

class SystemAScriptTagsOnPostgresTests extends SystemAScriptTagsContract {

    SystemAScriptTagsOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
