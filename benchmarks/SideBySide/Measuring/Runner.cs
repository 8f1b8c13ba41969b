namespace ProcGen.SideBySide.Measuring;

/// <summary>Measures a case: all sides are set up, then each round measures one after the other, so that what the machine does meanwhile hits all alike.</summary>
internal static class Runner
{
    /// <param name="comparison">The case.</param>
    /// <param name="effort">How long it may take.</param>
    /// <param name="absent">Told of peers that are not there, with the reason.</param>
    public static async Task<IReadOnlyList<Comparison>> RunAsync(Case comparison, Effort effort, Action<string> absent)
    {
        var setting = new Setting(comparison.Name, comparison.Quantity, effort);
        var sides = new List<(Peer? Peer, IContestant Contestant, double[] Figures)>();
        try
        {
            sides.Add((null, await comparison.Ours(setting), new double[effort.Rounds]));
            foreach (Peer peer in comparison.Peers)
            {
                try
                {
                    sides.Add((peer, await peer.Create(setting), new double[effort.Rounds]));
                }
                catch (PeerAbsentException reason)
                {
                    absent($"{peer.Id} is not compared: {reason.Message}");
                }
            }

            // Of the others each operation takes milliseconds, and pauses of its own.
            bool isTimed = sides[0].Contestant is TimedContestant;
            for (int round = 0; round < effort.Rounds; round++)
            {
                foreach ((_, IContestant contestant, double[] figures) in sides)
                {
                    if (isTimed)
                    {
                        await Rest.UntilIdleAsync();
                    }

                    figures[round] = await contestant.MeasureAsync();
                }
            }
        }
        finally
        {
            foreach ((_, IContestant contestant, _) in sides)
            {
                await contestant.DisposeAsync();
            }
        }

        double[] ours = sides[0].Figures;
        return
        [
            .. sides.Skip(1).Select(side => new Comparison(
                comparison,
                side.Peer!,
                Spread.Of(ours),
                Spread.Of(side.Figures),
                Spread.Of(ours.Zip(side.Figures, comparison.Quantity.Ratio)))),
        ];
    }
}

/// <summary>A peer is not on this machine: said, and no failure.</summary>
internal sealed class PeerAbsentException(string message) : Exception(message);

/// <summary>What was looked for is not there, so that there is no figure to compare: said, and no failure.</summary>
internal sealed class NoFigureException(string message) : Exception(message);
