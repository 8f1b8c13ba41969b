using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

public sealed class FreeMemoryTests
{
    [Fact]
    public void A_machine_has_what_it_calls_available() =>
        Assert.Equal(2000L * 1024, FreeMemory.OfMachine("MemTotal:       8000 kB\nMemFree:         100 kB\nMemAvailable:   2000 kB\n"));

    [Fact]
    public void Who_does_not_say_has_no_limit()
    {
        Assert.Equal(long.MaxValue, FreeMemory.OfMachine(null));
        Assert.Equal(long.MaxValue, FreeMemory.OfMachine("nothing of that kind"));
        Assert.Equal(long.MaxValue, FreeMemory.OfGroup(null, null, null));
        Assert.Equal(long.MaxValue, FreeMemory.OfGroup("max\n", "100\n", null));
    }

    [Theory]
    [InlineData("1000\n", "400\n", null, 600)]
    [InlineData("1000\n", "400\n", "anon 300\nfile 100\ninactive_file 90\nactive_file 10\n", 690)]
    [InlineData("1000\n", "1200\n", "inactive_file 0\n", 0)]
    public void A_control_group_has_its_limit_less_what_it_uses_and_could_not_drop(string limit, string used, string? statistics, long free) =>
        Assert.Equal(free, FreeMemory.OfGroup(limit, used, statistics));

    [Theory]
    [InlineData("0::/\n", "")]
    [InlineData("0::/a/b.slice/c\n", "/a/b.slice/c,/a/b.slice,/a,")]
    [InlineData("12:memory:/old\n0::/new\n", "/new,")]
    [InlineData("12:memory:/old\n", null)]
    [InlineData(null, null)]
    public void Every_group_around_a_process_limits_it(string? membership, string? groups) =>
        Assert.Equal(groups?.Split(',') ?? [], FreeMemory.ControlGroupsOf(membership));

    [Fact]
    public void This_machine_has_some()
    {
        Assert.InRange(FreeMemory.Get(), 1, 1L << 50);
        FreeMemory.Demand(4096);
    }
}
