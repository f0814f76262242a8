using Engine.Tests.Data;
using Engine.Tests.Model;
using Xunit;

namespace Engine.Tests.Automatic;

public sealed class AutomaticChoiceTests
{
    private static readonly NetworkOptions s_wide = new() { Width = 65_536 };

    [Fact]
    public void Choice_KeepsDigitsSparseAndUnregularised()
    {
        Dataset digits = Dataset.FromCsv(SampleFiles.PathOf("digits.csv"), "label");
        AutomaticChoice choice = AutomaticChoice.For(digits, s_wide);
        Assert.Equal((Scaling.Centre, 0.0, 0.0), (choice.Chosen!.Scaling, choice.Chosen.Constant, choice.Chosen.Ridge));
        Assert.Equal((double)s_wide.ShiftFor(10), choice.Chosen.Shift);
        Assert.Equal((choice.Chosen.Shift, Scaling.Centre, 0.0, 0.0),
            (choice.Network.Shift, choice.Network.Transform.Scaling, choice.Network.Transform.AppendConstant, choice.Training.Ridge));
        Assert.Equal((AutomaticChoice.SampleLimit, null), (choice.SamplesUsed, choice.Warning));
        Assert.InRange(choice.Chosen.Error, 0, 0.1);
    }

    [Fact]
    public void Choice_RegularisesNoise()
    {
        Dataset diabetes = Dataset.FromCsv(SampleFiles.PathOf("diabetes.csv"), "progression");
        AutomaticChoice choice = AutomaticChoice.For(diabetes, s_wide);
        Assert.Equal(Scaling.Standardise, choice.Chosen!.Scaling);
        Assert.InRange(choice.Training.Ridge!.Value, 0.1, 10);
        // Ridge regression leaves half of the variance.
        Assert.InRange(choice.Chosen.Error, 0.4, 0.6);
    }

    [Fact]
    public void Choice_IsTheSparsestThatIsAsGoodAsTheBest()
    {
        AutomaticChoice choice = AutomaticChoice.For(ToyData.Values(120, 5, 1), s_wide);
        double[] shifts = [.. choice.Candidates.Select(candidate => candidate.Shift).Distinct()];
        Assert.Equal(shifts.OrderDescending(), shifts);
        Assert.Equal(6 * shifts.Length, choice.Candidates.Count);
        Assert.Contains(choice.Candidates, candidate => candidate.Shift == choice.Chosen!.Shift && candidate.Constant == choice.Chosen.Constant);
        // Whatever is sparser than what was taken must be worse than the best.
        double least = choice.Candidates.Min(candidate => candidate.Error);
        Assert.All(choice.Candidates.Where(candidate => candidate.Shift > choice.Chosen!.Shift), candidate => Assert.True(candidate.Error > least));
    }

    [Fact]
    public void Choice_LeavesAloneWhatTheOptionsSay()
    {
        Dataset data = ToyData.Classes(60, 4, 3, 2);
        var network = new NetworkOptions { Width = 4096, Shift = 0.7, Transform = new TransformOptions { Scaling = Scaling.None, AppendConstant = 0.5 } };
        AutomaticChoice choice = AutomaticChoice.For(data, network, new TrainingOptions { Ridge = 0.25 });
        AutomaticCandidate only = Assert.Single(choice.Candidates);
        Assert.Equal((Scaling.None, 0.5, (float)0.7, 0.25), (only.Scaling, only.Constant, (float)only.Shift, only.Ridge));
        Assert.Equal(0.25, choice.Training.Ridge);
        Assert.Equal(network.Transform, choice.Network.Transform);

        AutomaticChoice fraction = AutomaticChoice.For(data, new NetworkOptions { Width = 4096, FireFraction = 0.1 });
        Assert.Equal((0.1, null), (fraction.Network.FireFraction, fraction.Network.Shift));
        Assert.Single(fraction.Candidates.Select(candidate => candidate.Shift).Distinct());
    }

    [Fact]
    public void Choice_HasNoRidge_ForGradientDescent()
    {
        AutomaticChoice choice = AutomaticChoice.For(ToyData.Values(60, 4, 3), s_wide, new TrainingOptions { Method = TrainingMethod.GradientDescent });
        Assert.All(choice.Candidates, candidate => Assert.Equal(0, candidate.Ridge));
        Assert.Null(choice.Training.Ridge);
    }

    [Fact]
    public void Choice_IsTheSame_ForAnyThreads()
    {
        Dataset data = ToyData.Classes(500, 7, 4, 4);
        AutomaticCandidate[][] runs = [.. new[] { 1, 2, 3 }.Select(threads =>
            AutomaticChoice.For(data, s_wide, new TrainingOptions { Threads = threads }).Candidates.ToArray())];
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
        Assert.NotEqual(runs[0], AutomaticChoice.For(data, s_wide with { Seed = 2 }).Candidates);
    }

    [Fact]
    public void Choice_StandardisesColumnsOfDifferentUnits()
    {
        const int Samples = 100, Dimension = 5;
        Dataset plain = ToyData.Classes(Samples, Dimension, 2, 5);
        float[] cells = plain.Features.ToArray();
        // The columns that say nothing weigh a thousand times more.
        for (int i = 0; i < cells.Length; i++) cells[i] *= i % Dimension > 1 ? 1000 : 1;
        Dataset data = Dataset.FromArrays(cells, Dimension, plain.Labels.ToArray());
        Assert.Equal(Scaling.Standardise, AutomaticChoice.For(data, s_wide).Chosen!.Scaling);
    }

    [Fact]
    public void Choice_PassesOverTransforms_ThatLeaveARowWithoutDirection()
    {
        const int Dimension = 3;
        float[] half = [.. Enumerable.Range(0, 12 * Dimension).Select(i => (float)(i * i % 17 - 8))];
        // With every row its negative, and one that is the mean.
        float[] cells = [.. half, .. half.Select(cell => -cell), .. new float[Dimension]];
        double[] targets = [.. Enumerable.Range(0, cells.Length / Dimension).Select(i => (double)cells[i * Dimension] + i % 3)];
        AutomaticChoice choice = AutomaticChoice.For(Dataset.FromArrays(cells, Dimension, targets), s_wide);
        Assert.NotNull(choice.Chosen);
        Assert.All(choice.Candidates, candidate => Assert.True(candidate.Constant > 0));
    }

    [Theory]
    [InlineData(65_536, false)]
    [InlineData(400, false)]
    [InlineData(150, true)]
    public void Shift_LeavesEnoughNeuronsFiring_OrSaysWhichWidthWould(int width, bool warns)
    {
        const int Samples = 60, Dimension = 4, Classes = 3;
        var options = new NetworkOptions { Width = width };
        AutomaticChoice choice = AutomaticChoice.For(ToyData.Classes(Samples, Dimension, Classes, 6), options);
        // Three weights a sample: 180 / 4.
        Assert.Equal(45, ShiftCandidates.FiresNeeded(Samples, Dimension));
        Assert.Equal(warns, choice.Warning is not null);
        double shift = choice.Candidates[0].Shift, fires = NormalDistribution.UpperTail(shift) * width / Classes;
        if (warns) Assert.Equal((double)options.ShiftFor(Classes), shift);
        else Assert.InRange(fires, 45 - 1e-6, width);
        Assert.InRange(shift, 0, (double)options.ShiftFor(Classes));
    }

    [Fact]
    public void Choice_IsTheOptionsGiven_WhenThereAreTooFewRows()
    {
        AutomaticChoice choice = AutomaticChoice.For(ToyData.Values(AutomaticChoice.FewestRows - 1, 2, 7), s_wide);
        Assert.Null(choice.Chosen);
        Assert.Equal(s_wide, choice.Network);
        Assert.Empty(choice.Candidates);
    }

    [Fact]
    public void Choice_Stops_WhenAskedTo() => Assert.Throws<OperationCanceledException>(() =>
        AutomaticChoice.For(ToyData.Values(30, 2, 8), s_wide, cancellation: new CancellationToken(canceled: true)));
}
