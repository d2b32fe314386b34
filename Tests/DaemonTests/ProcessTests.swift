// The suite of all tests that start processes.

import Testing

/// Tests with processes take their turns: two cores are soon full.
@Suite(.serialized) struct ProcessTests {}
