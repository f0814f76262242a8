using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Deep;

public sealed class TrainedMatrixChoiceTests
{
    [Fact]
    public void Choose_TakesTheCheapest_AndSaysWhatTheOthersCost()
    {
        foreach (int samples in new[] { 1, 128, 2000, 100_000 })
        {
            foreach (int units in new[] { 64, 1024, 16_384 })
            {
                foreach (double rho in new[] { 0.01, 0.1, 0.5 })
                {
                    var shape = new LayerShape(units, units, samples, rho * units, rho * units, Steps: 6);
                    MatrixChoice choice = TrainedMatrix.Choose(shape);
                    Assert.All(Enum.GetValues<MatrixForm>(), form => Assert.True(TrainedMatrix.Milliseconds(choice.Form, shape) <= TrainedMatrix.Milliseconds(form, shape)));
                    Assert.All(Enum.GetValues<MatrixForm>(), form => Assert.Contains(TrainedMatrix.Name(form) + " ", choice.Reason, StringComparison.Ordinal));
                }
            }
        }
    }

    [Fact]
    public void Choose_KeepsScores_UntilTheirKernelOutgrowsTheWeights()
    {
        Assert.Equal(MatrixForm.Dual, TrainedMatrix.Choose(new LayerShape(8192, 8192, 128, 160, 160, Steps: 6)).Form);
        Assert.NotEqual(MatrixForm.Dual, TrainedMatrix.Choose(new LayerShape(256, 256, 100_000, 5, 5, Steps: 6)).Form);
    }

    [Fact]
    public void Predictions_CountTheBytesFormsHold()
    {
        Assert.Equal(1008L * 112 * 4 + 100L * 112 * 4, TrainedMatrix.BytesFor(MatrixForm.Dual, 1000, 3000, 100));
        Assert.Equal(1024L * 3000 * 4 + 1008L * 112 * 4, TrainedMatrix.BytesFor(MatrixForm.Scatter, 1000, 3000, 100));
        Assert.Equal(1024L * 3000 * 4 + 1008L * 112 * 4 + 100L * 112 * 4, TrainedMatrix.BytesFor(MatrixForm.LowRank, 1000, 3000, 100));
    }
}
