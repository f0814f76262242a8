using Engine.Tests.House;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class CandidateBlocksTests
{
    private const int Cases = 250;

    [Fact]
    public void Blocks_FollowTheDenseReference_WhateverTheProblemAndTheMoves()
    {
        Gen<(CandidateCase Problem, CandidateMove[] Moves)> runs =
            from problem in CandidateCase.Generator
            from moves in CandidateMove.Scripts
            select (problem, moves);
        Property property = Prop.ForAll(runs.ToArbitrary(), run =>
        {
            using CandidateSetup setup = new(run.Problem);
            try
            {
                new CandidateTrace(setup).Follow(run.Moves);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{run.Problem}; {string.Join(", ", run.Moves.AsEnumerable())}: {failure.Message}", failure);
            }
        });
        Check.One(Properties.Of(Cases), property);
    }
}
