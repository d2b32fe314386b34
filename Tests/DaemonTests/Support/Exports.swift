// The processes of a test are shared with the tests of the page; every file here knows them.

@_exported import ProcessSupport
