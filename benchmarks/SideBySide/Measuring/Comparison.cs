using System.Text.Json.Serialization;

namespace ProcGen.SideBySide.Measuring;

/// <summary>The outcome of a case with one peer.</summary>
/// <param name="Case">The case.</param>
/// <param name="Peer">The peer.</param>
/// <param name="Ours">Our figures.</param>
/// <param name="Theirs">The peer's figures.</param>
/// <param name="Ratio">Of each round, how many times better ours was.</param>
internal sealed record Comparison(Case Case, Peer Peer, Spread Ours, Spread Theirs, Spread Ratio)
{
    public bool? IsGoalMet => Peer.Goal is { } goal ? Ratio.Median >= goal : null;

    public Row ToRow() => new(Case.Name, Peer.Id, Case.Quantity.Unit, Ours.Median, Theirs.Median, Ratio.Median, Ratio.Low, Ratio.High, Peer.Goal, IsGoalMet);

    /// <summary>As it stands in the file of results.</summary>
    internal sealed record Row(
        [property: JsonPropertyName("case")] string Case,
        [property: JsonPropertyName("peer")] string Peer,
        [property: JsonPropertyName("unit")] string Unit,
        [property: JsonPropertyName("ours")] double Ours,
        [property: JsonPropertyName("peer_value")] double PeerValue,
        [property: JsonPropertyName("ratio")] double Ratio,
        [property: JsonPropertyName("ratio_low")] double RatioLow,
        [property: JsonPropertyName("ratio_high")] double RatioHigh,
        [property: JsonPropertyName("goal")] double? Goal,
        [property: JsonPropertyName("goal_met")] bool? GoalMet);
}
