namespace ProcGen.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void The_project_builds_and_runs() => Assert.NotNull(typeof(SmokeTests).Assembly);
}
