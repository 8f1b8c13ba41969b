using System.Diagnostics;
using ProcGen.Launching;
using ProcGen.Launching.Native;

namespace ProcGen.Tests.Records;

public sealed class SpawnMarkerTests
{
    [Fact]
    public void A_marker_is_read_as_it_was_written()
    {
        SpawnMarker marker = new(1234, 567890123456, 2);
        Assert.True(SpawnMarker.TryParse(marker.ToString(), out SpawnMarker read));
        Assert.Equal(marker, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1:2")]
    [InlineData("1:2:3:4")]
    [InlineData("-1:2:3")]
    [InlineData("a:b:c")]
    public void What_is_no_marker_is_none(string? text) => Assert.False(SpawnMarker.TryParse(text, out _));

    [Fact]
    public void The_marker_of_a_living_process_is_valid() => Assert.True(new SpawnMarker(Environment.ProcessId, NativeProcesses.OwnStartTime, 1).IsValid);

    [Fact]
    public void The_marker_of_a_process_that_had_the_same_number_before_is_not() =>
        Assert.False(new SpawnMarker(Environment.ProcessId, NativeProcesses.OwnStartTime - 1, 1).IsValid);

    [Fact]
    public void The_marker_of_a_dead_process_is_not()
    {
        using Process dead = Process.Start("true");
        dead.WaitForExit();
        Assert.False(new SpawnMarker(dead.Id, 0, 1).IsValid);
    }
}
